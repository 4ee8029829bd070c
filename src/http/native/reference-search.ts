/** Search by image in the reference library, with the geometry that was found. */
import { LIBRARY } from '../../registry/library/scope.ts';
import type { Routes } from '../services.ts';
import { toEntryView } from './reference-view.ts';
import { LibrarySearchReply } from './reference-wire.ts';
import { searchBy, searchForm, SearchQuery, toMatchFacts } from './search-form.ts';

export const referenceSearch: Routes = async (app, services) => {
  app.post('/reference/search', {
    schema: { tags: ['reference library'], summary: 'Find an image in the library', querystring: SearchQuery, consumes: ['multipart/form-data'], response: { 200: LibrarySearchReply } },
    ...searchForm(services),
  }, async (request): Promise<LibrarySearchReply> => {
    const { query, matches } = await searchBy(request, request.query, { scopes: [LIBRARY], panels: true }, services);
    const hits = await Promise.all(matches.map(async (match) => {
      const row = await services.store.library.find(LIBRARY, match.id);
      return row && { entry: toEntryView(row), ...toMatchFacts(match) };
    }));
    return { query, matches: hits.filter((hit) => hit !== undefined) };
  });
};
