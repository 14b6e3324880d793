# Changes which certificates Windows trusts:
#
# WHAT
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File trust.ps1              for the user who runs it
#   powershell -NoProfile -ExecutionPolicy Bypass -File trust.ps1 -Machine     for the whole machine, as administrator
#   ... -Undo                                                                  takes back exactly that
#
# Made by rootcause: the certificates below were authenticated where it was made. Read it before you run it.
# For the user alone Windows asks in a window of its own, with the name and the thumbprint (SHA-1) of the root, before it adds or
# removes one: compare the thumbprint with the one that is printed here. Contacts nobody. What it did is noted in
# %LOCALAPPDATA%\rootcause (with -Machine: %ProgramData%\rootcause), and -Undo takes back what stands there.
# Firefox, Java and Python with certifi do not read these stores.
#
# Not proved on Windows: written after the documentation of .NET and Windows.
# Exit status: 0 done, or nothing to do; 1 it could not be done.
[CmdletBinding()]
param(
  [switch] $Machine,
  [switch] $Undo
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# CERTIFICATES

function Get-Sha256([byte[]] $Bytes) {
  $hash = [System.Security.Cryptography.SHA256]::Create()
  try { return -join ($hash.ComputeHash($Bytes) | ForEach-Object { $_.ToString('x2') }) }
  finally { $hash.Dispose() }
}

function Get-Certificate($Entry) {
  $bytes = [System.Convert]::FromBase64String(($Entry.Base64 -replace '\s', ''))
  if ((Get-Sha256 $bytes) -ne $Entry.Sha256) { throw "the certificate $($Entry.Name) is not the one that this script was made for" }
  $certificate = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 (, $bytes)
  if ($certificate.Thumbprint -ne $Entry.Thumbprint) { throw "the certificate $($Entry.Name) has another thumbprint" }
  return $certificate
}

function Open-Store([string] $Name, [string] $Location, [string] $Mode) {
  $store = New-Object System.Security.Cryptography.X509Certificates.X509Store $Name, $Location
  $store.Open($Mode)
  return $store
}

# Whether the store of this one scope holds the very octets. The provider shows the scopes above the user's with it, so the registry is
# looked at, and only looked at.
function Test-Held([string] $Name, [string] $Location, $Entry) {
  $hive = if ($Location -eq 'LocalMachine') { 'HKLM:' } else { 'HKCU:' }
  return Test-Path -LiteralPath "$hive\SOFTWARE\Microsoft\SystemCertificates\$Name\Certificates\$($Entry.Thumbprint)"
}

function Set-Held([string] $Name, [string] $Location, $Entry, [bool] $Present) {
  $certificate = Get-Certificate $Entry
  $store = Open-Store $Name $Location 'ReadWrite'
  try {
    if ($Present) { $store.Add($certificate) } else { $store.Remove($certificate) }
  }
  finally { $store.Close() }
  # A tool that says nothing may have done nothing: the store is read again.
  if ((Test-Held $Name $Location $Entry) -ne $Present) {
    throw "$Location\$Name was asked, and is as it was: the question of Windows was answered with no, or a policy forbids it"
  }
}

function Get-NotePath([string] $Name, [string] $Location, $Entry) {
  $base = if ($Location -eq 'LocalMachine') { $env:ProgramData } else { $env:LOCALAPPDATA }
  return Join-Path $base "rootcause\$Name-$($Entry.Sha256).txt"
}

# The note comes first, and goes again where the change was not made.
function Invoke-Noted([string] $Name, [string] $Location, $Entry, [bool] $Present) {
  $note = Get-NotePath $Name $Location $Entry
  New-Item -ItemType Directory -Force -Path (Split-Path $note) | Out-Null
  Set-Content -LiteralPath $note -Encoding ASCII -Value $(if ($Present) { 'added' } else { 'removed' })
  try { Set-Held $Name $Location $Entry $Present }
  catch {
    Remove-Item -LiteralPath $note
    throw
  }
}

function Test-Administrator {
  $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
  $principal = New-Object System.Security.Principal.WindowsPrincipal $identity
  return $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

try {
  $location = if ($Machine) { 'LocalMachine' } else { 'CurrentUser' }
  if ($Machine -and -not (Test-Administrator)) { throw 'the stores of the machine can be changed by an administrator alone' }
  foreach ($entry in $Added + $Removed) { Get-Certificate $entry | Out-Null }

  foreach ($entry in $Added) {
    $held = Test-Held 'Root' $location $entry
    if ($Undo) {
      $note = Get-NotePath 'Root' $location $entry
      if (-not (Test-Path -LiteralPath $note)) { Write-Output "was not added by this script, and stays: $($entry.Name)"; continue }
      if ($held) {
        Write-Output "removes $($entry.Name), thumbprint $($entry.Thumbprint): Windows may ask"
        Set-Held 'Root' $location $entry $false
      }
      Remove-Item -LiteralPath $note
    }
    elseif ($held) { Write-Output "is there already: $($entry.Name)" }
    else {
      Write-Output "adds $($entry.Name), thumbprint $($entry.Thumbprint): Windows may ask"
      Invoke-Noted 'Root' $location $entry $true
    }
  }

  foreach ($entry in $Removed) {
    $held = Test-Held 'CA' $location $entry
    if ($Undo) {
      $note = Get-NotePath 'CA' $location $entry
      if (-not (Test-Path -LiteralPath $note)) { Write-Output "was not removed by this script: $($entry.Name)"; continue }
      if (-not $held) { Set-Held 'CA' $location $entry $true }
      Remove-Item -LiteralPath $note
      Write-Output "put back: $($entry.Name)"
    }
    elseif (-not $held) { Write-Output "is not there: $($entry.Name)" }
    else {
      Invoke-Noted 'CA' $location $entry $false
      Write-Output "removed from CA: $($entry.Name)"
    }
  }
  Write-Output 'done; programs that run already may have to be started again'
  exit 0
}
catch {
  [Console]::Error.WriteLine("trust.ps1: $($_.Exception.Message)")
  exit 1
}
