// What can be wrong with an upload as a whole. Its words are elsewhere: here only what it is, and where.
import { UserError } from '../errors.ts';

export type FileProblem = {
  problem:
    | 'workbook'
    | 'old-workbook'
    | 'zip'
    | 'pdf'
    | 'picture'
    | 'empty'
    | 'header-only'
    | 'no-address-column'
    | 'too-large'
    | 'too-many-rows'
    | 'open-quote'
    | 'not-text';
  /** As in Excel: the row it begins in. */
  row?: number;
  /** Names of columns found, at most 5, as plain text. */
  columns?: string[];
};

/** The file cannot be used, and the person who sent it can put it right. Rows already given must be thrown away. */
export class FileProblemError extends UserError {
  override name = 'FileProblemError';
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super('We could not read this file.');
    this.problem = problem;
  }
}
