// Addresses that look as if several people read them: gp.n8000@, ward7@, info@, reception@. A doubt, never a refusal.
// It is better to miss one than to doubt a person: words that are surnames too (Ward, Hall, Page) need a number beside them.

/** Part of a person's address never, of a team's often. */
const TEAM_WORDS = new Set(
  (
    'accounts admin administration admissions advice appointments appts booking bookings careers clinic comms communications complaints contact ' +
    'coordinator department dept discharge discharges donotreply duty enquiries enquiry estates events feedback finance frontdesk generic ' +
    'governance help helpdesk hr info informatics information inbox library mailbox maternity noreply office outpatients payroll pharmacy ' +
    'postmaster practice prescriptions procurement radiology reception receptionist records recruitment referral referrals reminder reminders ' +
    'results rota rotas safeguarding screening secretaries secretary servicedesk services shared stores support surgery switchboard team teams ' +
    'theatres training vaccination vaccinations webmaster workforce'
  ).split(' '),
);

/** Long enough to be told inside a name written in one word: ashdownreception@. */
const GLUED_WORDS = [...TEAM_WORDS].filter((word) => word.length >= 8);

/** A practice, pharmacy or care home by its ODS code, or a ward by its number. */
const NUMBERED = /^(?:gp|pharmacy|care|dental|ward|bay|clinic|site|unit)(?:[._-][a-z]{0,3})?\d/;
const FIRST_WORDS = new Set(['gp', 'nhspharmacy']);

/** Reads only what is before the @ of an address in lower case. */
export const looksShared = (address: string): boolean => {
  const local = address.slice(0, Math.max(0, address.indexOf('@')));
  const parts = local.split(/[._-]/);
  if (parts.some((part) => TEAM_WORDS.has(part.replace(/\d+$/, ''))) || TEAM_WORDS.has(parts.join(''))) return true;
  if (NUMBERED.test(local) || FIRST_WORDS.has(parts[0] ?? '')) return true;
  return parts.length === 1 && GLUED_WORDS.some((word) => local.startsWith(word) || local.endsWith(word));
};
