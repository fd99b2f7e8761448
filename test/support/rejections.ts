// A promise that is rejected with nobody waiting fails the test that runs: mocha 12 by itself passes over it in silence.
process.on('unhandledRejection', (reason) => {
  // What mocha says of a test that failed so and then came to its own end: it has been counted already.
  if (reason instanceof Error && 'code' in reason && reason.code === 'ERR_MOCHA_MULTIPLE_DONE') return;
  throw reason;
});
