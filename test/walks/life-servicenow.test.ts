// The whole life of a request and of the one that follows it, with its ticket in ServiceNow.
import { wholeLife } from '../support/whole-life.ts';

wholeLife('servicenow');
