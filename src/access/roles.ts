// What a person may be. LA roles come from the roster, the others from Entra groups.

export type Roles = {
  /** ODS codes this person is a Local Administrator for, primary ones included. */
  organisations: string[];
  primaryOf: string[];
  /** The organisations' names by their codes. */
  names: Readonly<Record<string, string>>;
  isResolver: boolean;
  isCommunications: boolean;
  isOperator: boolean;
  /** The directory did not answer: more may be allowed than is said here. */
  isUncertain?: true;
};

export const isLocalAdministrator = (roles: Roles): boolean => roles.organisations.length > 0;
