// The suites against one bot that is attacked: in one file, so that one process starts it, and stops it after the last.
import './keys.suite.ts';
import './near-misses.suite.ts';
import './rubbish.suite.ts';
import './slow.suite.ts';
