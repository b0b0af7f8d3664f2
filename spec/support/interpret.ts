// runs before a spec's imports, in the project that holds everything without generated code
process.env.PREFECT_STATES_COMPILE = 'never';
