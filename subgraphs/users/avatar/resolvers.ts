import type { ImageResolvers, MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';

export const avatarMutations = (use: UseCases) =>
  ({
    avatarUpload: (_, { file }, { viewer }) => use.avatarUpload(viewer, file).then(payload('user', null)),
    avatarDelete: (_, __, { viewer }) => use.avatarDelete(viewer).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;

export const imageFields = (use: UseCases): ImageResolvers => ({
  url: (picture, { size }) => use.pictureAddress(picture, size ?? 'ORIGINAL'),
});
