/*
 * Asks OpenSSL's X509_verify_cert as `openssl verify` does (apps/verify.c), many times in one process.
 * Each line of the input: seconds, host (or -), what was sent and what is trusted, as DER in base64 parted by spaces; fields
 * parted by tabs. Each line of the output: `accepted`, the line that `openssl verify` prints for the first failure, or `unreadable`.
 * Arguments: the security level, then any of `strict`, `partial`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static X509 *decode(const char *text, size_t size) {
    unsigned char *der = malloc(size + 4);
    int padding = 0;
    while (padding < (int)size && text[size - 1 - padding] == '=') padding++;
    int count = EVP_DecodeBlock(der, (const unsigned char *)text, (int)size) - padding;
    const unsigned char *at = der;
    X509 *certificate = count > 0 ? d2i_X509(NULL, &at, count) : NULL;
    free(der);
    return certificate;
}

static int decode_all(char *field, STACK_OF(X509) *into) {
    int whole = 1;
    for (char *rest = field, *one; (one = strsep(&rest, " ")) != NULL;) {
        if (*one == 0) continue;
        X509 *certificate = decode(one, strlen(one));
        if (certificate == NULL) whole = 0;
        else sk_X509_push(into, certificate);
    }
    return whole;
}

static void judge(char *line, int level, unsigned long flags) {
    char *at = strsep(&line, "\t"), *host = strsep(&line, "\t"), *sent = strsep(&line, "\t"), *store = line;
    STACK_OF(X509) *chain = sk_X509_new_null(), *anchors = sk_X509_new_null();
    int whole = decode_all(sent, chain);
    /* A bundle is read as far as it can be; the engine leaves such an anchor out as well. */
    decode_all(store, anchors);
    if (!whole || sk_X509_num(chain) == 0) {
        puts("unreadable");
    } else {
        X509_STORE *trusted = X509_STORE_new();
        for (int i = 0; i < sk_X509_num(anchors); i++) X509_STORE_add_cert(trusted, sk_X509_value(anchors, i));
        X509_VERIFY_PARAM *param = X509_VERIFY_PARAM_new();
        X509_VERIFY_PARAM_set_time(param, (time_t)atoll(at));
        X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
        X509_VERIFY_PARAM_set_auth_level(param, level);
        if (flags) X509_VERIFY_PARAM_set_flags(param, flags);
        if (strcmp(host, "-") != 0) {
            ASN1_OCTET_STRING *ip = a2i_IPADDRESS(host);
            if (ip != NULL) X509_VERIFY_PARAM_set1_ip_asc(param, host);
            else X509_VERIFY_PARAM_set1_host(param, host, 0);
            ASN1_OCTET_STRING_free(ip);
        }
        X509_STORE_set1_param(trusted, param);
        X509 *target = sk_X509_shift(chain);
        X509_STORE_CTX *context = X509_STORE_CTX_new();
        X509_STORE_CTX_init(context, trusted, target, chain);
        if (X509_verify_cert(context) > 0 && X509_STORE_CTX_get_error(context) == X509_V_OK) {
            puts("accepted");
        } else {
            int error = X509_STORE_CTX_get_error(context);
            printf("error %d at %d depth lookup: %s\n", error, X509_STORE_CTX_get_error_depth(context),
                   X509_verify_cert_error_string(error));
        }
        X509_STORE_CTX_free(context);
        X509_free(target);
        X509_VERIFY_PARAM_free(param);
        X509_STORE_free(trusted);
    }
    sk_X509_pop_free(chain, X509_free);
    sk_X509_pop_free(anchors, X509_free);
    ERR_clear_error();
}

int main(int count, char **arguments) {
    int level = count > 1 ? atoi(arguments[1]) : 0;
    unsigned long flags = 0;
    for (int i = 2; i < count; i++) {
        if (strcmp(arguments[i], "strict") == 0) flags |= X509_V_FLAG_X509_STRICT;
        if (strcmp(arguments[i], "partial") == 0) flags |= X509_V_FLAG_PARTIAL_CHAIN;
    }
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        judge(line, level, flags);
    }
    free(line);
    return 0;
}
