/** Images of the server's reference library; see `NewEntry`. */
export const LIBRARY = 'reference';
