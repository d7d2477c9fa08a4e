import type { ImageResolvers, MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { addressCreate } from './addressCreate.ts';
import {
  addressDelete,
  addressSetDefault,
  addressUpdate,
  avatarDelete,
  avatarUpload,
  profileUpdate,
} from './commands.ts';

export const profileMutations = (ports: Ports) =>
  ({
    addressCreate: (_, { input }, { viewer }) => addressCreate(ports)(viewer, input).then(payload('address')),
    addressUpdate: (_, { input }, { viewer }) => addressUpdate(ports)(viewer, input).then(payload('address')),
    addressDelete: (_, { id }, { viewer }) =>
      addressDelete(ports)(viewer, id).then(payload('deletedId', null)),
    addressSetDefault: (_, { input }, { viewer }) =>
      addressSetDefault(ports)(viewer, input).then(payload('address')),
    profileUpdate: (_, { input }, { viewer }) => profileUpdate(ports)(viewer, input).then(payload('user')),
    avatarUpload: (_, { file }, { viewer }) => avatarUpload(ports)(viewer, file).then(payload('user', null)),
    avatarDelete: (_, __, { viewer }) => avatarDelete(ports)(viewer).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;

export const imageFields = (ports: Ports): ImageResolvers => ({
  url: (picture, { size }) => ports.pictures.url(picture, size ?? 'ORIGINAL'),
});
