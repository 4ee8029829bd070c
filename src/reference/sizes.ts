/** px, longest sides at which the index looks at images. */

/** Features of what is enrolled. */
export const ENROL_SIDE = 512;
/** The stored picture that candidates are checked on. */
export const THUMBNAIL_SIDE = 480;
/** Features of what is asked. */
export const QUERY_SIDE = 800;
