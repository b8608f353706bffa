// Writes helm/twinmcp/observability/dashboards: `npm run dashboards`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DASHBOARDS, toGrafana } from './dashboards.ts';

for (const dashboard of DASHBOARDS) {
  const file = fileURLToPath(new URL(`../../helm/twinmcp/observability/dashboards/${dashboard.uid.replace('twinmcp-', '')}.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(toGrafana(dashboard), null, 2)}\n`);
}
