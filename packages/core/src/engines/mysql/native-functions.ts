/**
 * Functions that every version of both servers has of its own, that keep nothing, and that are nobody else's when the
 * bracket follows at once: a server looks for its own functions first, and with a space between some of them are names
 * like any other. Tried with a user's function of each name: MySQL 9.6 gave away `md5` and `sha1`. A name in quotes can
 * always be a user's. https://dev.mysql.com/doc/refman/en/function-resolution.html
 */
export const nativeFunctions: ReadonlySet<string> = new Set(
  (
    'abs acos adddate addtime aes_decrypt aes_encrypt asin atan atan2 bin bit_and bit_count bit_length bit_or ' +
    'bit_xor ceil ceiling char_length character_length coercibility compress concat concat_ws conv convert_tz cos ' +
    'cot count crc32 cume_dist curdate curtime date_add date_format date_sub datediff dayname dayofmonth ' +
    'dayofweek dayofyear degrees dense_rank elt exp export_set extract extractvalue field find_in_set first_value ' +
    'floor from_base64 from_days from_unixtime greatest group_concat hex ifnull inet6_aton inet6_ntoa inet_aton ' +
    'inet_ntoa instr is_ipv4 is_ipv6 isnull json_array json_array_append json_array_insert json_contains ' +
    'json_contains_path json_depth json_extract json_insert json_keys json_length json_object json_quote ' +
    'json_remove json_replace json_search json_set json_type json_unquote json_valid lag last_day lcase lead ' +
    'least length ln locate log10 log2 lower lpad ltrim make_set makedate maketime max mid min monthname now ' +
    'nth_value ntile nullif oct octet_length ord percent_rank period_add period_diff pi position pow power quote ' +
    'radians rand rank round rpad rtrim sec_to_time session_user sha2 sign sin soundex space sqrt std stddev ' +
    'stddev_pop stddev_samp str_to_date strcmp subdate substr substring substring_index subtime sum sysdate ' +
    'system_user tan time_format time_to_sec timediff to_base64 to_days to_seconds trim ucase uncompress ' +
    'uncompressed_length unhex unix_timestamp updatexml upper uuid uuid_short var_pop var_samp variance version ' +
    'weekday weekofyear yearweek'
  ).split(' '),
)
