/** The AWS SDK says before its first answer that a later version will want a later Node.js. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
