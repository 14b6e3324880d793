/*
 * Asks GnuTLS as gnutls-cli does (lib/cert-session.c, _gnutls_x509_cert_verify_peers; src/cli.c, cert_verify_callback), many
 * times in one process, with the clock set. Input as openssl.c has it. Each line of the output: `accepted`, the library's
 * sentences for the status, `unreadable`, or `refused` and the library's error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

static time_t now;

static time_t clock_of_case(time_t *at) {
    if (at != NULL) *at = now;
    return now;
}

/* src/cli.c: DEFAULT_MAX_VERIFY_DEPTH of lib/gnutls_int.h. */
#define MOST 16
#define ROOM 128

static int decode(const char *text, gnutls_x509_crt_t *into) {
    gnutls_datum_t base64 = {(unsigned char *)text, strlen(text)}, der;
    if (gnutls_base64_decode2(&base64, &der) < 0) return -1;
    gnutls_x509_crt_init(into);
    int result = gnutls_x509_crt_import(*into, &der, GNUTLS_X509_FMT_DER);
    if (result < 0) gnutls_x509_crt_deinit(*into);
    gnutls_free(der.data);
    return result;
}

static void judge(char *line) {
    char *at = strsep(&line, "\t"), *host = strsep(&line, "\t"), *sent = strsep(&line, "\t"), *store = line;
    gnutls_x509_crt_t chain[ROOM];
    unsigned size = 0, total = 0, whole = 1;
    now = (time_t)atoll(at);
    for (char *rest = sent, *one; (one = strsep(&rest, " ")) != NULL;) {
        if (*one == 0) continue;
        if (++total > ROOM) continue;
        if (decode(one, &chain[size]) < 0) whole = 0;
        else size++;
    }
    gnutls_x509_trust_list_t trusted;
    gnutls_x509_trust_list_init(&trusted, 0);
    for (char *rest = store, *one; (one = strsep(&rest, " ")) != NULL;) {
        gnutls_x509_crt_t anchor;
        if (*one == 0 || decode(one, &anchor) < 0) continue;
        gnutls_x509_trust_list_add_cas(trusted, &anchor, 1, GNUTLS_TL_USE_IN_TLS | GNUTLS_TL_NO_DUPLICATES);
    }
    /* In a handshake the length is looked at first, but for the target; the program says the same of both. */
    if (!whole || size == 0) {
        puts("unreadable");
    } else if (total > MOST) {
        puts("refused: too many");
    } else {
        gnutls_typed_vdata_st data[2];
        unsigned count = 0, status = 0;
        memset(data, 0, sizeof data);
        if (strcmp(host, "-") != 0) {
            data[count].type = GNUTLS_DT_DNS_HOSTNAME;
            data[count++].data = (unsigned char *)host;
        }
        data[count].type = GNUTLS_DT_KEY_PURPOSE_OID;
        data[count++].data = (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER;
        /* lib/priority.c: NORMAL has the profile LOW. */
        int result = gnutls_x509_trust_list_verify_crt2(trusted, chain, size, data, count,
                                                        GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW), &status, NULL);
        gnutls_datum_t text;
        if (result < 0) {
            printf("refused: %s\n", gnutls_strerror(result));
        } else if (status == 0) {
            puts("accepted");
        } else {
            gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0);
            printf("%s\n", text.data);
            gnutls_free(text.data);
        }
    }
    for (unsigned i = 0; i < size; i++) gnutls_x509_crt_deinit(chain[i]);
    gnutls_x509_trust_list_deinit(trusted, 1);
}

int main(void) {
    gnutls_global_set_time_function(clock_of_case);
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        judge(line);
    }
    free(line);
    return 0;
}
