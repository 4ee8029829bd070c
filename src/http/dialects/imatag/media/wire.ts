/** Media of the IMATAG API on the wire: names, order and spelling are theirs. */
import { Type, type Static } from 'typebox';
import { PAGING } from '../wire.ts';

/** A folder, image, document or video. What only some types have is optional. */
export const MediaObject = Type.Object({
  created: Type.String(),
  image: Type.Optional(Type.String()),
  path: Type.String(),
  press_matches: Type.Optional(Type.String()),
  type: Type.Union([Type.Literal('folder'), Type.Literal('image'), Type.Literal('document'), Type.Literal('video')]),
  url: Type.String(),
  user_matches: Type.Optional(Type.String()),
  web_matches: Type.Optional(Type.String()),
  thumbnail: Type.Optional(Type.String()),
  disk_usage: Type.Optional(Type.Integer()),
  exclusive: Type.Optional(Type.Boolean()),
});
export type MediaObject = Static<typeof MediaObject>;

/** The folder that was asked for, with what is in it. */
export const FolderListing = Type.Object({ children: Type.Array(MediaObject), ...MediaObject.properties, ...PAGING });
export type FolderListing = Static<typeof FolderListing>;

export const MoveInput = Type.Object({ url: Type.String(), to: Type.String({ description: 'address or path; with a slash at its end a folder to move into' }) });
export const MoveReply = Type.Object({ path: Type.String() });
