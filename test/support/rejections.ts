// A promise that is rejected with nobody waiting fails the test that runs: mocha 12 by itself passes over it in silence.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
