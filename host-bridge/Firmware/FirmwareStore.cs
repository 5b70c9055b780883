using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Firmware;

/// <summary>The images that were ever offered, in the database, where every bridge of the house and every backup has them. Whose bytes they are is said by the offers in the log, which are sealed.</summary>
public sealed class FirmwareStore(Database database)
{
    /// <summary>The SHA-256 of an image, in hex.</summary>
    public static string HashOf(byte[] image) => Convert.ToHexStringLower(SHA256.HashData(image));

    /// <summary>The names of all images, with how many bytes each has.</summary>
    public IReadOnlyList<(string Firmware, long Size)> All()
    {
        return database.Read(work => work.Query("SELECT name, length(image) FROM firmware_image ORDER BY name", row => (row.GetString(0), row.GetInt64(1))));
    }

    /// <summary>The image of a name, or null.</summary>
    public byte[]? Find(string firmware)
    {
        return database.Read(work => work.Query("SELECT image FROM firmware_image WHERE name = @name", row => (byte[])row.GetValue(0), ("@name", firmware))).SingleOrDefault();
    }

    /// <summary>Keeps an image. False: the name has another one already, and a name is one build for ever, as terminals go by it.</summary>
    public bool Keep(string firmware, byte[] image)
    {
        database.Write(work => work.Execute("INSERT INTO firmware_image(name, image) SELECT @name, @image WHERE NOT EXISTS (SELECT 1 FROM firmware_image WHERE name = @name)", ("@name", firmware), ("@image", image)));
        return Find(firmware) is { } kept && kept.AsSpan().SequenceEqual(image);
    }
}
