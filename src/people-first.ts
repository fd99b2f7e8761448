// Who waits for an answer goes before files that are being read: how many wait in this process now.

let waiting = 0;

export const isSomebodyWaiting = (): boolean => waiting > 0;

export async function peopleFirst<T>(answer: () => Promise<T>): Promise<T> {
  waiting += 1;
  try {
    return await answer();
  } finally {
    waiting -= 1;
  }
}
