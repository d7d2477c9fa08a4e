import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { schemaOf, supergraphConfig } from '../subgraphs.ts';

/** The supergraph of all subgraphs in `supergraph.yaml`, or what stands against it in words. */
export const composeSupergraph = (): { sdl: string; faults: string[] } => {
  const services = Object.entries(supergraphConfig().subgraphs).map(([name, { routing_url }]) => ({
    name,
    url: routing_url,
    typeDefs: parse(schemaOf(name)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  return { sdl: supergraphSdl ?? '', faults: (errors ?? []).map(({ message }) => message) };
};
