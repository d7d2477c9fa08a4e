import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { note } from '../../scripts/test/secrets.ts';

const PROCESSES = ['router', 'users', 'products', 'carts', 'orders', 'payments'] as const;
type ProcessName = (typeof PROCESSES)[number];

/** Keys of all processes of one graph. */
export type Keys = Readonly<{ privateOf(name: ProcessName): JWK; publicKeys: JSONWebKeySet }>;

export const makeKeys = async (): Promise<Keys> => {
  const pairs = await Promise.all(PROCESSES.map(keyPair));
  note('key of a process', ...pairs.map(({ privateKey }) => privateKey.d));
  return {
    privateOf: (name) =>
      pairs.find(({ privateKey }) => privateKey.kid === name)?.privateKey ?? { kty: 'OKP' },
    publicKeys: { keys: pairs.map(({ publicKey }) => publicKey) },
  };
};

const keyPair = async (kid: ProcessName) => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const named = { kid, alg: 'EdDSA' };
  return {
    privateKey: { ...(await exportJWK(privateKey)), ...named },
    publicKey: { ...(await exportJWK(publicKey)), ...named },
  };
};
