# What trust.ps1 asks Windows for, answered by folders below the folder in STAND_IN: registry, stores, rights. Each call on a store is a line of
# calls.txt; those on the user's are made on a store of .NET too, which on Linux lies in his home. WINDOWS says how it is: `admin`; `no:<n>`, the n-th question is answered with no; `deaf`, it says yes and does nothing.
$ErrorActionPreference = 'Stop'
foreach ($hive in 'HKCU', 'HKLM') {
  New-Item -ItemType Directory -Force -Path "$env:STAND_IN/$hive" | Out-Null
  New-PSDrive -Scope Global -Name $hive -PSProvider FileSystem -Root "$env:STAND_IN/$hive" | Out-Null
}

class StandInStore {
  [string] $Name
  [string] $Location
  [object] $Real
  [bool] $IsOpen = $false
  StandInStore([string] $Name, [string] $Location) {
    $this.Name = $Name
    $this.Location = $Location
    $this.Real = New-Object 'System.Security.Cryptography.X509Certificates.X509Store, System.Security.Cryptography' $Name, $Location
    if ($this.Real.Name -ne $Name -or "$($this.Real.Location)" -ne $Location) { throw 'the store that .NET opened is another one' }
  }
  hidden [void] Note([string] $What) { Add-Content -LiteralPath "$env:STAND_IN/calls.txt" -Value "$($this.Location)\$($this.Name) $What" }
  hidden [string] PathOf([object] $Certificate) {
    $hive = if ($this.Location -eq 'LocalMachine') { 'HKLM' } else { 'HKCU' }
    return "$env:STAND_IN/$hive/SOFTWARE/Microsoft/SystemCertificates/$($this.Name)/Certificates/$($Certificate.Thumbprint)"
  }
  # X509Store.Open: CryptographicException where the right is missing.
  [void] Open([string] $Mode) {
    $this.Note("open $Mode")
    if ($this.Location -eq 'LocalMachine' -and $env:WINDOWS -notmatch 'admin') {
      throw [System.Security.Cryptography.CryptographicException]::new('Access is denied.')
    }
    if ($this.Location -eq 'CurrentUser') { $this.Real.Open($Mode) }
    $this.IsOpen = $true
  }
  # The window of Windows itself: for the user's roots alone, and answered with no it is ERROR_CANCELLED.
  hidden [bool] Asks([string] $What, [object] $Certificate) {
    if (-not $this.IsOpen) { throw [System.Security.Cryptography.CryptographicException]::new('The X509 certificate store has not been opened.') }
    $this.Note("$What $($Certificate.Thumbprint)")
    $asked = @(Get-Content -LiteralPath "$env:STAND_IN/calls.txt" | Where-Object { $_ -match ' (add|remove) ' }).Count
    if ($env:WINDOWS -match "no:$asked\b") { throw [System.Security.Cryptography.CryptographicException]::new('The operation was canceled by the user.') }
    return $env:WINDOWS -notmatch 'deaf'
  }
  [void] Add([object] $Certificate) {
    if (-not $this.Asks('add', $Certificate)) { return }
    if ($this.Location -eq 'CurrentUser') { $this.Real.Add($Certificate) }
    $path = $this.PathOf($Certificate)
    New-Item -ItemType Directory -Force -Path (Split-Path $path) | Out-Null
    [System.IO.File]::WriteAllBytes($path, $Certificate.RawData)
  }
  [void] Remove([object] $Certificate) {
    if (-not $this.Asks('remove', $Certificate)) { return }
    if ($this.Location -eq 'CurrentUser') { $this.Real.Remove($Certificate) }
    Remove-Item -LiteralPath $this.PathOf($Certificate)
  }
  [void] Close() { $this.Note('close'); $this.Real.Close(); $this.IsOpen = $false }
}

class StandInIdentity {
  static [object] GetCurrent() { return [StandInIdentity]::new() }
}

class StandInPrincipal {
  StandInPrincipal([object] $Identity) {}
  [bool] IsInRole([object] $Role) { return $env:WINDOWS -match 'admin' }
}

$accelerators = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')
$accelerators::Add('System.Security.Cryptography.X509Certificates.X509Store', [StandInStore])
$accelerators::Add('System.Security.Principal.WindowsIdentity', [StandInIdentity])
$accelerators::Add('System.Security.Principal.WindowsPrincipal', [StandInPrincipal])
