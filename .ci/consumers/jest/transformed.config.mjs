// for CommonJS before Node 24.9, where Jest does not require a module: the package is compiled to CommonJS, too
export default {
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.[jt]s$': ['ts-jest', { tsconfig: 'tsconfig.transformed.json' }] },
  transformIgnorePatterns: ['/node_modules/(?!prefect-states/)'],
};
