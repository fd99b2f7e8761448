// What a round does by what it is for: which way people are changed, how that is read back, and what the audit trail calls it.
import type { Confirmation, Kind } from '../kinds/kind.ts';
import type { Outcome } from '../services.ts';
import type { Round } from '../store/rounds.ts';

type Call = (...of: Parameters<Kind['apply']>) => Promise<Map<string, Outcome>>;
type ReadBack = (...of: Parameters<Kind['apply']>) => Promise<Map<string, Confirmation>>;
type Way = {
  call: Call;
  /** Null where nothing can be read back. */
  readBack: ReadBack | null;
  /** In the audit trail, of somebody who was really changed. */
  action: 'applied' | 'undone' | 'taken-out';
  isBack: boolean;
};

const actions = { apply: 'applied', reopen: 'applied', undo: 'undone', 'take-out': 'taken-out' } as const;

export function wayOf(kind: Kind, purpose: Round['purpose']): Way {
  const action = actions[purpose];
  if (action === 'applied') return { call: (...of) => kind.apply(...of), readBack: 'none' in kind.confirm ? null : kind.confirm, action, isBack: false };
  const { undo } = kind;
  if ('cannot' in undo) throw new Error(`What ${kind.name} does cannot be undone, and a round asks for it.`);
  return { call: (...of) => undo.call(...of), readBack: (...of) => undo.confirm(...of), action, isBack: true };
}
