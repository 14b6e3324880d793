# Changes which certificates Windows trusts:
#
# WHAT
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File trust.ps1              for the user who runs it
#   powershell -NoProfile -ExecutionPolicy Bypass -File trust.ps1 -Machine     for the whole machine, as administrator
#   ... -Undo                                                                  takes back exactly that
#
# Made by rootcause. Read it before you run it.
# BASIS
# For the user alone Windows asks in a window of its own, with the name and the thumbprint (SHA-1) of the root, before it adds or
# removes one: compare the thumbprint with the one that is printed here. Contacts nobody. What it did is noted in
# %LOCALAPPDATA%\rootcause (with -Machine: %ProgramFiles%\rootcause), and -Undo takes back what stands there.
# Firefox, Java and Python with certifi do not read these stores.
#
# Not proved on Windows: written after the documentation of .NET and Windows, and run by PowerShell 7 on stores that only look like those of Windows.
# Exit status: 0 done, or nothing to do; 1 it could not be done, or not all of it: it says what to do then.
[CmdletBinding()]
param(
  [switch] $Machine,
  [switch] $Undo
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
# Nothing that reads a certificate may run there, nor what writes errors below.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
  Write-Error -ErrorAction Continue 'trust.ps1: nothing was done: a policy of this machine (AppLocker, App Control) lets scripts use a part of the language only. Ask those who keep the policy to allow this script, or to add the certificates themselves.'
  exit 1
}

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

# Whether the store of this one scope holds the certificate. The provider shows the scopes above the user's with it, so the registry is
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
  # Both are written by nobody lesser: a note that somebody else put there would have -Undo remove a root.
  $base = if ($Location -eq 'LocalMachine') { $env:ProgramFiles } else { $env:LOCALAPPDATA }
  if (-not $base) { throw 'there is no place for notes: LOCALAPPDATA or ProgramFiles is not set' }
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

$changed = 0
$left = 0
try {
  if ($env:OS -ne 'Windows_NT') { throw 'this script is for Windows; rootcause fix --as sh writes one for Linux' }
  if ($WhatIfPreference) { throw 'the session has $WhatIfPreference, under which the change would be made without its note' }
  $location = if ($Machine) { 'LocalMachine' } else { 'CurrentUser' }
  $scope = if ($Machine) { 'the machine' } else { 'this user' }
  $again = if ($Machine) { 'without -Machine' } else { 'with -Machine, as administrator' }
  if ($Machine -and -not (Test-Administrator)) {
    throw 'the stores of the machine can be changed by an administrator alone: run it in a window that was opened with "Run as administrator"'
  }
  foreach ($entry in $Added + $Removed) { Get-Certificate $entry | Out-Null }

  foreach ($entry in $Added) {
    $held = Test-Held 'Root' $location $entry
    if ($Undo) {
      $note = Get-NotePath 'Root' $location $entry
      if (-not (Test-Path -LiteralPath $note)) { Write-Output "was not added for $scope by this script, and stays: $($entry.Name)"; continue }
      if ($held) {
        Write-Output "removes $($entry.Name), thumbprint $($entry.Thumbprint): Windows may ask"
        Set-Held 'Root' $location $entry $false
        $changed++
      }
      else { Write-Output "is gone already: $($entry.Name)" }
      Remove-Item -LiteralPath $note
    }
    elseif ($held) { Write-Output "is there already: $($entry.Name)" }
    elseif (-not $Machine -and (Test-Held 'Root' 'LocalMachine' $entry)) { Write-Output "is there already, for the machine: $($entry.Name)" }
    else {
      Write-Output "adds $($entry.Name), thumbprint $($entry.Thumbprint): Windows may ask"
      Invoke-Noted 'Root' $location $entry $true
      $changed++
    }
  }

  foreach ($entry in $Removed) {
    $held = Test-Held 'CA' $location $entry
    if ($Undo) {
      $note = Get-NotePath 'CA' $location $entry
      if (-not (Test-Path -LiteralPath $note)) { Write-Output "was not removed for $scope by this script: $($entry.Name)"; continue }
      if ($held) { Write-Output "is back already: $($entry.Name)" }
      else {
        Set-Held 'CA' $location $entry $true
        $changed++
        Write-Output "put back: $($entry.Name)"
      }
      Remove-Item -LiteralPath $note
      continue
    }
    if ($held) {
      Invoke-Noted 'CA' $location $entry $false
      $changed++
      Write-Output "removed from CA: $($entry.Name)"
    }
    if (Test-Held 'CA' $(if ($Machine) { 'CurrentUser' } else { 'LocalMachine' }) $entry) {
      $left++
      $Host.UI.WriteErrorLine("trust.ps1: another store CA holds $($entry.Name) too: run this again $again")
    }
    elseif (-not $held) { Write-Output "is not there: $($entry.Name)" }
  }
  if ($changed) { Write-Output 'done; programs that run already may have to be started again' }
  elseif (-not $left) { Write-Output 'nothing to do' }
  if ($left) { exit 1 }
  exit 0
}
catch {
  # What Windows says, without the frame of PowerShell around it.
  $Host.UI.WriteErrorLine("trust.ps1: $($_.Exception.GetBaseException().Message)")
  $Host.UI.WriteErrorLine($(
    if (-not $changed) { 'trust.ps1: nothing was changed' }
    elseif ($Undo) { 'trust.ps1: what was taken back before stays so: run this again with -Undo for the rest' }
    else { 'trust.ps1: what was done before stays: run this again for the rest, or with -Undo to take it back' }
  ))
  exit 1
}
