<?php
// Arguments: port, host, file of authorities.
[, $port, $host, $store] = $argv;
$warnings = [];
set_error_handler(function ($number, $text) use (&$warnings) {
    $warnings[] = preg_replace('/\s+/', ' ', $text);
    return true;
});
$options = ['cafile' => $store, 'capath' => '/nonexistent', 'peer_name' => $host, 'SNI_enabled' => true];
$context = stream_context_create(['ssl' => $options]);
$stream = stream_socket_client("ssl://127.0.0.1:$port", $number, $text, 8, STREAM_CLIENT_CONNECT, $context);
echo $stream ? "ACCEPT\n" : 'REJECT | ' . implode(' ; ', $warnings) . " ;\n";
