// Tiles in both formats, read by the libraries that draw them.

import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { BASE } from './browser.mjs';

// The library is made for bundlers: its modules name one another without their endings.
const WITH_ENDINGS = `export const resolve = (name, context, next) =>
  next(name, context).catch((error) => {
    if (!name.startsWith('.')) throw error;
    return next(name + '.js', context);
  });`;
register(`data:text/javascript,${encodeURIComponent(WITH_ENDINGS)}`);
const { decodeTile } = await import('@maplibre/mlt');

const MVT = 'application/vnd.mapbox-vector-tile';
const MLT = 'application/vnd.maplibre-tile';

async function bytes(path, accept) {
  const answer = await fetch(`${BASE}${path}`, { headers: accept ? { Accept: accept } : {} });
  if (answer.status === 204) return undefined;
  assert.equal(answer.status, 200, path);
  assert.equal(answer.headers.get('vary'), 'Accept, Accept-Encoding');
  const body = new Uint8Array(await answer.arrayBuffer());
  return { body, media: answer.headers.get('content-type'), tag: answer.headers.get('etag') };
}

/** Vertices without the repeated end of a ring, since only one of the libraries closes rings. */
const open = (kind, parts) =>
  parts.map((part) => (kind === 3 ? part.slice(0, -1) : part).map(({ x, y }) => [x, y]));

function ofVectorTile(body) {
  const { layers } = new VectorTile(new PbfReader(body));
  return Object.values(layers).map((layer) => ({
    name: layer.name,
    features: Array.from({ length: layer.length }, (_, place) => {
      const feature = layer.feature(place);
      const parts = open(feature.type, feature.loadGeometry());
      return { id: feature.id, properties: { ...feature.properties }, parts };
    }),
  }));
}

function ofMapLibreTile(body) {
  return decodeTile(body).map((table) => ({
    name: table.name,
    features: table.getFeatures().map(({ id, properties, geometry }) => {
      // The library numbers kinds from points on, those of several parts after the others.
      const kind = (geometry.type % 3) + 1;
      const known = Object.entries(properties).filter(([, value]) => value !== null);
      const parts = open(kind, geometry.coordinates);
      const number = id === undefined || id === null ? undefined : Number(id);
      return { id: number, properties: Object.fromEntries(known), parts };
    }),
  }));
}

test('a tile says the same in both formats, in fewer bytes', async () => {
  const told = await (await fetch(`${BASE}/tiles/grids.json`)).json();
  const [lon, lat] = told.center;
  const template = new URL(told.tiles[0].replaceAll(/[{}]/g, '-')).pathname;
  const sizes = { [MVT]: 0, [MLT]: 0 };
  let compared = 0;
  for (let zoom = 6; zoom <= 16; zoom += 1) {
    const wide = 2 ** zoom;
    const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
    const [x, y] = [((lon + 180) / 360) * wide, ((1 - north) / 2) * wide].map(Math.floor);
    for (let place = 0; place < 9; place += 1) {
      const at = [zoom, x - 1 + (place % 3), y - 1 + Math.floor(place / 3)];
      const path = template.replace('-z-/-x-/-y-', at.join('/'));
      const [usual, vector, other] = [
        await bytes(path),
        await bytes(path, MVT),
        await bytes(path, MLT),
      ];
      assert.equal(usual === undefined, other === undefined, path);
      if (!usual) continue;
      assert.deepEqual([usual.media, vector.media, other.media], [MVT, MVT, MLT]);
      assert.ok(usual.tag === vector.tag && usual.tag !== other.tag);
      assert.deepEqual(ofMapLibreTile(other.body), ofVectorTile(usual.body), path);
      sizes[MVT] += usual.body.length;
      sizes[MLT] += other.body.length;
      compared += 1;
    }
  }
  assert.ok(compared > 40, `${compared}`);
  assert.ok(sizes[MLT] < 0.8 * sizes[MVT], JSON.stringify(sizes));
});
