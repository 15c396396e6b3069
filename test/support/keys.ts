/** API Management's answers, spacing included: clients in the wild match their text. */
export const missingKeyBody =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
export const invalidKeyBody =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';
