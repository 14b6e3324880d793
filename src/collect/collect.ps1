# What PowerShell's .NET trusts on this machine, and what it makes of one TLS server, as a case for `rootcause check case.json`.
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File collect.ps1 example.org[:port] [address] | Out-File -Encoding ascii case.json
#   docker exec -i container powershell -Command "& ([ScriptBlock]::Create([Console]::In.ReadToEnd())) example.org" < collect.ps1
#
# Needs Windows PowerShell 5.1 or PowerShell 7 (pwsh), and nothing beside .NET. Ends within 30 seconds.
#
# It reads    the certificates of the stores Root, AuthRoot, CA and Disallowed of the machine and of the user, and the variables
#             named in $variables. Purposes that a store's own property takes from a certificate are not shown by .NET.
# It contacts the server named, directly, at most three times; no data is sent and no request made. Windows itself may fetch roots and
#             intermediates while it verifies, as it does for every program, .NET elsewhere intermediates; the stores are read before.
# It writes   the case to standard output. Nothing goes to a disk but what .NET outside Windows fetched so, which it keeps in the user's
#             ~/.dotnet, as it does for every program. Private keys are never touched.
# Users and passwords in URLs, tokens, and what stands behind names like password are replaced by ***, whatever they stand in, and hosts of
#             proxies and what they except by masked, but for the server's own and localhost. No other variable is read. Names of people in paths stay, and the case says so ("unmasked"): check masks them when it reads it.
#
# Exit status: 0 a case was written, 2 the target cannot be read.
param([string] $Target, [string] $Address = '')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
# Sentences of .NET in English, which is what check knows; an image without cultures has no en-US.
[Threading.Thread]::CurrentThread.CurrentUICulture = [Globalization.CultureInfo]::InvariantCulture
# Windows PowerShell writes some arrays as {"value": [...], "Count": n} while arrays have a Count of its own making (PowerShell/PowerShell#5579).
Remove-TypeData -TypeName System.Array -ErrorAction Ignore
$milliseconds = 8000
$variables = 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'
$certs = @{}

# Puts a certificate into the case, and gives its name there.
function Add-Certificate([byte[]] $Der) {
    $sha256 = [Security.Cryptography.SHA256]::Create()
    $name = [BitConverter]::ToString($sha256.ComputeHash($Der)).Replace('-', '').ToLowerInvariant()
    $sha256.Dispose()
    $certs[$name] = [Convert]::ToBase64String($Der)
    $name
}

# ---- the target

function Stop-Usage([string] $Why) {
    [Console]::Error.WriteLine("collect: $Why")
    exit 2
}
$match = [regex]::Match($Target, '^(?:\[([0-9a-fA-F:.]+)\]|([^:/\s@\[\]]+))(?::(\d{1,5}))?$|^([0-9a-fA-F:.]+)$')
if (-not $match.Success) { Stop-Usage 'give host[:port], and at most the address to connect to' }
$name = $match.Groups[1].Value + $match.Groups[2].Value + $match.Groups[4].Value
$port = 443
if ($match.Groups[3].Success) { $port = [int] $match.Groups[3].Value }
if ($port -lt 1 -or $port -gt 65535) { Stop-Usage 'a port is a number from 1 to 65535' }
try { if ($name -notmatch ':') { $name = (New-Object Globalization.IdnMapping).GetAscii($name) } } catch { Stop-Usage 'no host name' }
$name = $name.TrimEnd('.').ToLowerInvariant()

# ---- settings: these variables alone, proxies without passwords

$settings = [ordered]@{}
foreach ($variable in $variables) {
    $value = [Environment]::GetEnvironmentVariable($variable)
    if ($null -eq $value) { continue }
    if ($variable -like '*PROXY' -and $variable -ne 'NO_PROXY') {
        $value = $value -replace '(?s)^([A-Za-z0-9+.-]*://)?.*@', '$1***@' -replace '(@[^/?#]*)[/?#].*$', '$1'
        $value = $value -replace '^((?>(?:[A-Za-z0-9+.-]*://)?(?:\*\*\*@)?))(?!localhost|127\.|\[::1\])(?:\[[^\]]*\]|[^:/?#]*)', '$1masked'
    } elseif ($variable -eq 'NO_PROXY') {
        $entries = foreach ($entry in ($value -split '[,\s]+')) {
            $bare = $entry.ToLowerInvariant() -replace '^\*?\.', ''
            if ($bare -match '^(\*$|$|localhost|127\.|\[?::1)' -or ".$name".EndsWith(".$bare")) { $entry } else { 'masked' }
        }
        $value = $entries -join ','
    }
    $settings[$variable] = $value
}

# ---- trust stores

$onWindows = [Environment]::OSVersion.Platform -eq 'Win32NT'
$problems = New-Object Collections.ArrayList
function Read-Store([string] $Location, [string] $Name) {
    $store = New-Object Security.Cryptography.X509Certificates.X509Store($Name, [Security.Cryptography.X509Certificates.StoreLocation] $Location)
    try {
        $store.Open([Security.Cryptography.X509Certificates.OpenFlags] 'ReadOnly, OpenExistingOnly')
        foreach ($certificate in $store.Certificates) {
            if ($onWindows -or $Name -ne 'CA' -or $certificate.Subject -ne $certificate.Issuer) { Add-Certificate $certificate.RawData }
        }
    } catch {
        # Outside Windows some of them are not there: that is no failure.
        if ($Name -eq 'Root') { [void] $problems.Add("$Location\$Name`: $($_.Exception.GetBaseException().Message)") }
    } finally {
        $store.Close()
    }
}
$places = 'LocalMachine', 'CurrentUser'
[string[]] $roots = @($places | ForEach-Object { Read-Store $_ 'Root'; Read-Store $_ 'AuthRoot' } | Select-Object -Unique)
[string[]] $intermediates = @($places | ForEach-Object { Read-Store $_ 'CA' } | Select-Object -Unique)
[string[]] $refused = @($places | ForEach-Object { Read-Store $_ 'Disallowed' } | Select-Object -Unique)
# Elsewhere .NET takes the intermediates out of the same files as the roots: check parts them as it does.
if (-not $onWindows) { [string[]] $roots = @(@($roots) + @($intermediates) | Where-Object { $_ }) }
$trusted = [ordered]@{ id = 'ROOT'; origin = 'the stores Root and AuthRoot of LocalMachine and CurrentUser, less Disallowed' }
if ($problems.Count -gt 0 -and $roots.Count -eq 0) {
    $trusted['unreadable'] = $problems -join '; '
} else {
    $trusted['anchors'] = [string[]] @($roots | Where-Object { $refused -notcontains $_ })
}
# Rejected for any purpose (2.5.29.37.0), by whoever asks the store.
$rejections = @{}
foreach ($one in $refused) { $rejections[$one] = @{ trusts = @(); rejects = @('2.5.29.37.0'); binds = 'everyone' } }
$beside = @(
    [ordered]@{ id = 'CA'; origin = 'the stores CA of LocalMachine and CurrentUser: intermediates'; anchors = $intermediates }
    [ordered]@{ id = 'Disallowed'; origin = 'the stores Disallowed of both'; anchors = $refused; settings = $rejections }
)

# ---- what .NET says

$facts = @{ chain = @(); status = @(); errors = ''; address = $Address; late = $false }

# One handshake; throws what .NET throws. With a callback it only looks, and rejects in any case; without one .NET decides.
function Invoke-Handshake($Callback, $Protocols) {
    if ([Net.Sockets.Socket]::OSSupportsIPv6) {
        $client = New-Object Net.Sockets.TcpClient([Net.Sockets.AddressFamily]::InterNetworkV6)
        $client.Client.DualMode = $true
    } else {
        $client = New-Object Net.Sockets.TcpClient
    }
    try {
        $where = $name
        if ($facts.address) { $where = $facts.address }
        if (-not $client.ConnectAsync($where, $port).Wait($milliseconds)) { throw (New-Object TimeoutException 'connecting took too long') }
        $facts.address = $client.Client.RemoteEndPoint.Address.ToString() -replace '^::ffff:(?=\d+\.)', ''
        $plain = $client.GetStream()
        $plain.ReadTimeout = $milliseconds
        $plain.WriteTimeout = $milliseconds
        $secure = New-Object Net.Security.SslStream($plain, $false, $Callback)
        # Ends a server that sends an octet now and then, too. No script: a thread of the pool has no runspace to run one.
        $limit = New-Object Threading.CancellationTokenSource($milliseconds)
        [void] $limit.Token.Register([Action] [Delegate]::CreateDelegate([Action], $client, 'Close'))
        try {
            if ($null -eq $Protocols) { $secure.AuthenticateAsClient($name) } else { $secure.AuthenticateAsClient($name, $null, $Protocols, $false) }
        } finally {
            $facts.late = $limit.IsCancellationRequested
            $limit.Dispose()
            $secure.Dispose()
        }
    } finally {
        $client.Close()
    }
}

$look = [Net.Security.RemoteCertificateValidationCallback] {
    param($From, $Certificate, $Chain, $Errors)
    if ($null -ne $Certificate) {
        # What was sent beside the target: .NET keeps it without its order, so it is put in that of a path.
        $left = New-Object Collections.ArrayList
        foreach ($one in $Chain.ChainPolicy.ExtraStore) { [void] $left.Add($one) }
        $at = New-Object Security.Cryptography.X509Certificates.X509Certificate2($Certificate)
        $facts.chain = @(Add-Certificate $at.RawData)
        while ($null -ne $at) {
            $issuer = $at.Issuer
            $at = $null
            foreach ($one in @($left)) {
                $known = Add-Certificate $one.RawData
                if ($facts.chain -contains $known) { $left.Remove($one) } elseif ($null -eq $at -and $one.Subject -eq $issuer) { $at = $one }
            }
            if ($null -ne $at) { $facts.chain += Add-Certificate $at.RawData }
        }
        foreach ($one in $left) { $facts.chain += Add-Certificate $one.RawData }
        $facts.status = @($Chain.ChainStatus | ForEach-Object { [string] $_.Status })
    }
    $facts.errors = [string] $Errors
    $false
}

# The sentence of an exception as a program gets to see it, with the one inside; whether it is about trust.
function Get-Words($Exception) {
    while ($Exception -is [Management.Automation.MethodInvocationException] -or $Exception -is [AggregateException]) { $Exception = $Exception.InnerException }
    $inner = $Exception.InnerException
    $words = $Exception.Message
    if ($null -ne $inner) { $words = "$words $($inner.Message)" }
    @{ words = $words; exception = $Exception }
}

$failure = @{ words = 'no certificate was shown'; exception = New-Object Exception }
try { Invoke-Handshake $look $null } catch { $failure = Get-Words $_.Exception }
# What Windows PowerShell offers by itself may be TLS 1.0 alone: the chain is asked for once more.
if ($facts.chain.Count -eq 0 -and -not $facts.late) {
    try { Invoke-Handshake $look ([Security.Authentication.SslProtocols] 'Tls12') } catch { }
}
$observed = [ordered]@{ program = 'powershell'; version = [string] $PSVersionTable.PSVersion; verdict = 'none'; says = ''; why = '' }
if ($facts.chain.Count -gt 0) {
    $outcome = @{ kind = 'chain'; chain = [string[]] @($facts.chain); tls = $null }
    try {
        Invoke-Handshake $null $null
        $observed.verdict = 'accepted'
    } catch {
        $own = Get-Words $_.Exception
        # One that verification throws holds no other; what the handshake met with does.
        if ($own.exception -is [Security.Authentication.AuthenticationException] -and $null -eq $own.exception.InnerException) {
            $observed.verdict = 'rejected'
            $observed.says = $own.exception.Message
        } else {
            $observed.why = $own.words
        }
    }
} else {
    $reason = @{ code = 'unsupported'; by = 'self'; detail = $failure.words }
    $base = $failure.exception.GetBaseException()
    if ($facts.late -or $base -is [TimeoutException]) {
        $reason.code = 'timeout'
        $reason.by = 'network'
    } elseif ($base -is [Net.Sockets.SocketException]) {
        switch ([string] $base.SocketErrorCode) {
            'HostNotFound' { $reason.code = 'name-not-resolved'; $reason.by = 'network' }
            'ConnectionRefused' { $reason.code = 'refused'; $reason.by = 'network' }
            'TimedOut' { $reason.code = 'timeout'; $reason.by = 'network' }
            default { $reason.code = 'closed'; $reason.by = 'network' }
        }
    } elseif ($base -is [IO.IOException]) {
        $reason.code = 'closed'
        $reason.by = 'network'
    }
    $outcome = @{ kind = 'failed'; failure = $reason }
    $observed.why = $failure.words
}

# ---- the case

$client = 'dotnet-windows'
if (-not $onWindows) { $client = 'dotnet' }
$now = [long] [Math]::Floor(([DateTime]::UtcNow - [DateTime] '1970-01-01').TotalSeconds)
$case = [ordered]@{
    schema = 1
    at = $now
    clock = $now
    target = [ordered]@{ host = $name; port = $port; source = "PowerShell $($PSVersionTable.PSVersion)" }
    certs = 'CERTIFICATES'
    sends = @([ordered]@{ hello = 'any'; address = $facts.address; try = 1; outcome = $outcome })
    stores = @($trusted) + $beside
    clients = @([ordered]@{ id = $client; store = 'ROOT'; why = 'the stores that .NET asks'; asked = $true; observed = $observed })
    options = @{ offline = $true }
    signatures = @()
    contacted = @()
    unmasked = 'people'
    settings = $settings
    seen = @{ errors = $facts.errors; status = @($facts.status) }
}
# Errors repeat what a variable gave: all but the certificates goes through here.
$masks = [ordered]@{
    '://[^"\s]*@' = '://***@'
    '([\s"=])[^"=/\s:@]*:[^"=/\s@]*@' = '$1***@'
    '\b((?:basic|bearer|negotiate|ntlm|digest)\s+)[\w.~+/=-]{8,}' = '$1***'
    '((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|pwd|_auth|pin-value|authorization)[\\"'']?\s*[=:]\s*[\\"'']*)[^\s''"\\&;,]+' = '$1***'
    '\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|npm_\w{20,}|pypi-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}\b|sk-[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)' = '***'
    '-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*' = '***'
    '(?<![\w.+@*-])[\w.+-]+@(?=(?:[\w-]+\.)+[a-z]{2,})' = '***@'
}
$json = ConvertTo-Json -InputObject $case -Depth 8
# A mask must not begin within an escape: ends of lines become blanks, and what Windows PowerShell alone writes as \u0027 and its like
# (PowerShell/PowerShell#7693) itself. Quotes and backslashes stay as they are.
$json = [regex]::Replace($json, '\\(?:u([0-9a-fA-F]{4})|.)', {
    param($m)
    if ($m.Value -match '^\\["\\/]') { return $m.Value }
    $character = ' '
    if ($m.Groups[1].Success) { $character = [string] [char] [Convert]::ToInt32($m.Groups[1].Value, 16) }
    if ($character -match '[\x00-\x1f]') { return ' ' }
    if ($character -match '["\\]') { return "\$character" }
    $character
})
foreach ($mask in $masks.GetEnumerator()) { $json = $json -replace $mask.Key, $mask.Value }
$json = $json.Replace('"CERTIFICATES"', (ConvertTo-Json -InputObject $certs))
# ASCII alone, whatever the console does to other characters.
[regex]::Replace($json, '[^\x00-\x7f]', { param($m) '\u{0:x4}' -f [int] [char] $m.Value })
