using System;
using System.IO;
using DutyKiosk.HostBridge.Broker;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A CA with its server certificate that tests copy: making the keys of another for each of them would take longer than the tests.</summary>
public static class ReadyCertificates
{
    private static readonly Lazy<string> Folder = new(Make);

    /// <summary>Puts copies into a data folder.</summary>
    public static void CopyTo(string dataFolder)
    {
        string to = Path.Combine(dataFolder, CertificateAuthority.FolderName);
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(Folder.Value))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static string Make()
    {
        string data = Directory.CreateTempSubdirectory("dutykiosk-certificates-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(data, true);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using CertificateAuthority authority = CertificateAuthority.Open(data, now, mayMake: true);
        authority.Server(ServerNames.Of([], System.Net.Dns.GetHostName()), now, out _).Dispose();
        return Path.Combine(data, CertificateAuthority.FolderName);
    }
}
