// Forms stand in a card's place, and what is typed there or answered is for one person: not in a channel.

export const inOwnChat = { message: 'Press it on the card in your personal chat with LA Desk.' };
