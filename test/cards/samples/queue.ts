// What resolvers see of who has what: handing over.
import type { Samples } from '../samples.ts';

export const handOver: Samples['hand-over'] = [
  {
    title: '8h hand over',
    data: {
      speak: 'Not handed over yet: choose who takes on R-2041.',
      heading: 'Not handed over yet: choose who takes on R-2041',
      lines: ['271 people, Ashdown Vale Trust. Dan Ferris has it now. Whoever you choose is told at once.'],
      choices: [{ title: 'Amara Cole', value: 'amara' }, { title: 'Omar Haddad', value: 'omar' }],
      handOver: { title: 'Hand over R-2041', id: 'r2041', nonce: 'n-hand-1' },
    },
  },
];
