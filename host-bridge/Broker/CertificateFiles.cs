using System;
using System.IO;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// A certificate and its private key in two PEM files that only the bridge's user may read. A pair is replaced so that a power cut at any moment leaves one
/// that belongs together: the new key is written beside the old one, the certificate takes its place, and then the key does.
/// </summary>
/// <param name="folder">The folder; it is made when something is written.</param>
/// <param name="name">The name of both files, without their ends.</param>
/// <param name="remedy">What to do when they cannot be used: a sentence's end.</param>
internal sealed class CertificateFiles(string folder, string name, string remedy)
{
    private const int MostBytes = 64 * 1024;
    private const int Attempts = 3;
    private const string New = ".new";

    /// <summary>The file of the certificate.</summary>
    internal string CertificatePath { get; } = Path.Combine(folder, name + ".crt");

    /// <summary>The file of the private key.</summary>
    internal string KeyPath { get; } = Path.Combine(folder, name + ".key");

    /// <summary>Whether at least one of them is there.</summary>
    internal bool IsThere => File.Exists(CertificatePath) || File.Exists(KeyPath);

    /// <summary>By what both are known from outside.</summary>
    internal FileMark Mark => FileMark.Of(CertificatePath) with { Beside = FileMark.Of(KeyPath).GetHashCode() };

    /// <summary>Reads the certificate with its key.</summary>
    /// <exception cref="StartupException">One of them is missing, damaged or unreadable, or they do not belong together.</exception>
    internal X509Certificate2 Read()
    {
        string before = "";
        for (int i = 0; i < Attempts; i++)
        {
            string certificate = Text(CertificatePath);
            CheckCertificate(certificate);
            if (Together(certificate, Text(KeyPath)) is { } pair)
            {
                return pair;
            }

            // A power cut, or this moment, between the certificate's taking its place and the key's.
            if (File.Exists(KeyPath + New) && Together(certificate, Text(KeyPath + New)) is { } unfinished)
            {
                return unfinished;
            }

            if (string.Equals(before, certificate, StringComparison.Ordinal))
            {
                break;
            }

            // Both may have been replaced between the two looks; then the next ones fit.
            before = certificate;
        }

        throw new StartupException($"{KeyPath} is not the private key of {CertificatePath}, or is damaged: {remedy}.");
    }

    /// <summary>Replaces both.</summary>
    /// <exception cref="IOException">They cannot be written, or somebody else is writing them.</exception>
    internal void Write(X509Certificate2 certificate, RSA key)
    {
        MakeFolder();
        using var alone = new FileStream(Path.Combine(folder, "tls.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        FinishLast();
        WriteNew(KeyPath + New, key.ExportPkcs8PrivateKeyPem());
        WriteNew(CertificatePath + New, certificate.ExportCertificatePem());
        File.Move(CertificatePath + New, CertificatePath, overwrite: true);
        File.Move(KeyPath + New, KeyPath, overwrite: true);
    }

    /// <summary>Takes away from others what a copy or a restored backup may have given them.</summary>
    internal void Close()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Narrow(folder, Owner | UnixFileMode.UserExecute);
        if (File.Exists(KeyPath))
        {
            Narrow(KeyPath, Owner);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Narrow(string path, UnixFileMode most)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & ~most) != UnixFileMode.None)
        {
            File.SetUnixFileMode(path, mode & most);
        }
    }

    private static void WriteNew(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text + "\n"));
        file.Flush(true);
    }

    private static X509Certificate2? Together(string certificate, string key)
    {
        try
        {
            using X509Certificate2 pair = X509Certificate2.CreateFromPem(certificate, key);

            // Windows serves with no key that is in memory alone; what went through a PKCS#12 is served everywhere.
            return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    // The key of a write that was cut off must not be lost to the next one.
    private void FinishLast()
    {
        if (!File.Exists(KeyPath + New) || !File.Exists(CertificatePath))
        {
            return;
        }

        using X509Certificate2? unfinished = Together(Text(CertificatePath), Text(KeyPath + New));
        if (unfinished != null)
        {
            File.Move(KeyPath + New, KeyPath, overwrite: true);
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void CheckCertificate(string text)
    {
        try
        {
            X509Certificate2.CreateFromPem(text).Dispose();
        }
        catch (CryptographicException)
        {
            throw new StartupException($"{CertificatePath} is damaged, or is no certificate: {remedy}.");
        }
    }

    private string Text(string path)
    {
        // Only the new key of a write that was cut off may be all there is of a key.
        if (!File.Exists(path))
        {
            return string.Equals(path, KeyPath, StringComparison.Ordinal) && File.Exists(KeyPath + New) ? "" : throw new StartupException($"{path} is missing: {remedy}.");
        }

        try
        {
            return BoundedFile.Text(path, MostBytes) ?? throw new StartupException($"{path} has more than {MostBytes} bytes, and is no PEM file of the bridge's: {remedy}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read ({exception.Message}): give this user the right to, or {remedy}.");
        }
    }
}
