using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// The key under which the bridge keeps what must not be read from its database or a backup of it: the keys of terminals and sites, the secrets of channels, the keys of sessions. It stands in a
/// file of its own that only the bridge's user may read. Whoever loses it has to enrol every terminal again; whoever has it and a backup has everything.
/// </summary>
public sealed class MasterKey : IDisposable
{
    /// <summary>The name of the file in the data folder, where no other is named.</summary>
    public const string FileName = "master.key";

    /// <summary>By how many bytes what is sealed is longer.</summary>
    internal const int SealBytes = 1 + NonceBytes + TagBytes;

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Form = 1;

    private readonly byte[] _key;

    /// <summary>A key of 32 bytes.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        _key = key.Length == KeyBytes ? key.ToArray() : throw new ArgumentException("A master key has 32 bytes.", nameof(key));
    }

    /// <summary>Reads the key's file, and makes one where there is none.</summary>
    /// <param name="path">The file: 64 hex digits.</param>
    /// <param name="mayMake">False: a missing file is an error, as where something is sealed under it already.</param>
    /// <exception cref="StartupException">It is missing, damaged, or cannot be read.</exception>
    public static MasterKey Load(string path, bool mayMake)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!mayMake)
                {
                    throw new StartupException($"The master key {path} is missing, and the database holds what is sealed under it: put the file back from where you keep it; without it every terminal has to be enrolled again in a new data folder.");
                }

                Make(path);
            }

            var info = new FileInfo(path);
            string text = info.Length <= 1024 ? File.ReadAllText(path).Trim() : "";
            return text.Length == 2 * KeyBytes && !text.AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF")
                ? new MasterKey(Convert.FromHexString(text))
                : throw new StartupException($"The master key {path} is not 64 hex digits: put the file back from where you keep it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The master key {path} cannot be used ({exception.Message}): give this user the right to, or name another file.");
        }
    }

    /// <summary>Seals bytes. What is sealed for one purpose cannot be opened for another, so a sealed value that is moved to another place is found out.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        byte[] sealedBytes = new byte[plain.Length + SealBytes];
        Seal(plain, purpose, sealedBytes);
        return sealedBytes;
    }

    /// <summary>Seals bytes into a place for them, which is longer by <see cref="SealBytes"/>.</summary>
    public void Seal(ReadOnlySpan<byte> plain, string purpose, Span<byte> sealedBytes)
    {
        sealedBytes[0] = Form;
        Span<byte> nonce = sealedBytes.Slice(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.Slice(1 + NonceBytes, plain.Length), sealedBytes[(1 + NonceBytes + plain.Length)..], Encoding.UTF8.GetBytes(purpose));
    }

    /// <summary>Opens what was sealed for a purpose; null: it was sealed under another key or for another purpose, or another hand has changed it.</summary>
    public byte[]? Open(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < SealBytes || sealedBytes[0] != Form)
        {
            return null;
        }

        byte[] plain = new byte[sealedBytes.Length - SealBytes];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(sealedBytes.Slice(1, NonceBytes), sealedBytes.Slice(1 + NonceBytes, plain.Length), sealedBytes[^TagBytes..], plain, Encoding.UTF8.GetBytes(purpose));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>A secret of 32 bytes that follows from this key alone, for one purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>The hash under which a password that the bridge itself has drawn is kept: without this key nobody can try passwords against it.</summary>
    public byte[] Hash(string purpose, string password) => HMACSHA256.HashData(Derive(purpose), Encoding.UTF8.GetBytes(password));

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static void Make(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        Directory.CreateDirectory(folder!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
        file.Flush(true);
    }
}
