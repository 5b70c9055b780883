using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Where the keys stand that sessions and forms are signed with: in the database, so that every bridge of it takes the sessions of the others. Each is sealed whole: whoever could put
/// a key of his own there could write himself any session.
/// </summary>
public sealed class KeyRing(Database database, MasterKey master, RowSeal seal) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        List<(string Name, string Kept)> rows = database.Read(work => work.Query("SELECT name, xml FROM data_protection_key ORDER BY name", row => (row.GetString(0), row.GetString(1))));
        return [.. rows.Select(Open).OfType<XElement>()];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        byte[] plain = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        database.Write(work => work.Execute(
            "INSERT INTO data_protection_key(name, xml) VALUES(@name, @xml) ON CONFLICT (name) DO NOTHING",
            ("@name", friendlyName),
            ("@xml", Convert.ToBase64String(master.Seal(plain, Purpose(friendlyName))))));
    }

    private static string Purpose(string name) => $"data-protection-row/{name}";

    private XElement? Open((string Name, string Kept) row)
    {
        byte[] bytes = new byte[row.Kept.Length];
        if (Convert.TryFromBase64String(row.Kept, bytes, out int length) && master.Open(bytes.AsSpan(0, length), Purpose(row.Name)) is { } plain)
        {
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }

        string name = Printable.Of(row.Name);
        seal.Tell($"session-key/{row.Name}", $"Another hand than the bridge's has written the key of sessions {name} in the database, which is not used: find out who can write there; sessions that were signed with a key of that name are void, and people sign in anew.");
        return null;
    }
}

/// <summary>Seals what is secret in those keys as the framework wants it, which would warn of every key otherwise.</summary>
public sealed class KeyRingSeal(MasterKey master) : IXmlEncryptor
{
    /// <summary>What they are sealed for.</summary>
    internal const string Purpose = "data-protection-key";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        byte[] plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(master.Seal(plain, Purpose))), typeof(KeyRingOpener));
    }
}

/// <summary>Opens them again. The framework makes it by itself, from the name of this type that stands beside a sealed key.</summary>
public sealed class KeyRingOpener(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        byte[] plain = services.GetRequiredService<MasterKey>().Open(Convert.FromBase64String(encryptedElement.Value), KeyRingSeal.Purpose)
            ?? throw new InvalidOperationException("A key of sessions was sealed under another master key: those sessions are void, and everybody signs in anew.");
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
