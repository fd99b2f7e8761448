// The whole life of a request and of the one that follows it, with the built-in helpdesk.
import { wholeLife } from '../support/whole-life.ts';

wholeLife(undefined);
