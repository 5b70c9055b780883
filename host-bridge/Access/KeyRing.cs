using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Where the keys stand that sessions and forms are signed with: in the database, so that every bridge of it takes the sessions of the others.</summary>
public sealed class KeyRing(Database database) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => database.Read(work => work.Query("SELECT xml FROM data_protection_key ORDER BY name", row => row.GetString(0))).Select(XElement.Parse).ToArray();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        database.Write(work => work.Execute(
            "INSERT INTO data_protection_key(name, xml) VALUES(@name, @xml) ON CONFLICT (name) DO NOTHING",
            ("@name", friendlyName),
            ("@xml", element.ToString(SaveOptions.DisableFormatting))));
    }
}

/// <summary>Seals those keys under the master key before they are stored.</summary>
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
