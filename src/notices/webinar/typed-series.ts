// What officers type about a series, whether it is planned or changed.
import { z } from 'zod';
import { forPlain } from '../../words.ts';
import { neededLink } from './links.ts';

export const written = z.string().max(1_000).catch('');

export const namedAndLinked = z.looseObject({ title: z.string().trim().min(3).max(80), join: neededLink, escalation: neededLink });

export const reasonFrom = (text: string): string | null => forPlain(text, { most: 200 }) || null;
