/** The product's version; a test keeps it equal to package.json's. */
const version = "0.1.0";

export { version };
