// POST /images: what Azure Vision sees and reads in one image.
import { Problem, type Route } from './http.ts';
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';

interface Analysis {
  tagsResult?: { values: { name: string; confidence: number }[] };
  readResult?: { blocks: { lines: { text: string }[] }[] };
}

/** Captions would be nice, but only some regions have them. */
const FEATURES = 'tags,read';

export const images: Route = {
  method: 'POST',
  path: '/images',
  summary: 'Describe an image',
  input: 'file',
  limit: 8 * 1024 * 1024,
  async handle({ body }) {
    if (body.length === 0) throw new Problem(400, 'The body must be an image.');
    const url = new URL('computervision/imageanalysis:analyze', required('AZURE_VISION_ENDPOINT'));
    url.searchParams.set('api-version', '2024-02-01');
    url.searchParams.set('features', FEATURES);
    const response = await callOk(url, {
      name: 'Azure Vision',
      resource: AI_SERVICES,
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });

    const analysis = (await response.json()) as Analysis;
    const lines = analysis.readResult?.blocks.flatMap((block) => block.lines.map((line) => line.text)) ?? [];
    return { body: { tags: analysis.tagsResult?.values ?? [], text: lines.join('\n') } };
  },
};
