// Loaded into the attacked bot: signals move its machine clock, as faketime does, so that half a minute or an hour need not be waited for.
let ahead = 0;
Date.now = () => Math.round(performance.timeOrigin + performance.now()) + ahead;

const wind = (ms: number) => () => {
  ahead += ms;
  process.stderr.write(`{"machineAhead":${ahead}}\n`);
};
process.on('SIGUSR2', wind(31_000));
process.on('SIGHUP', wind(3_601_000));
