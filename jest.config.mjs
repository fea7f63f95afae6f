// All projects in one run; `npm test` starts the servers that *.int-spec.ts and the like need and names them in the environment.
export default {
  projects: ['<rootDir>/{apps,libs,infra}/*/jest.config.mjs'],
  reporters: ['<rootDir>/infra/local/jest-reporter.mjs'],
};
