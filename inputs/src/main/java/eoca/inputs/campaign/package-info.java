/** Campaign files: read, checked, their quotas resolved and overridden, and written again. */
package eoca.inputs.campaign;
