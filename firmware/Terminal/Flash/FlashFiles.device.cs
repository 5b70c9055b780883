using System;
using System.IO;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Terminal.Flash
{
    /// <summary>
    /// Files on <c>I:\</c>. LittleFS commits at close, so every call opens, works and closes; AppendText does not append and Move does not
    /// replace there (nanoframework/Home#1659), so neither is used.
    /// </summary>
    public sealed class FlashFiles : IFlash
    {
        private const string Root = "I:\\";

        // What a transient fault of the driver hid must not be taken for lost.
        private const int Attempts = 3;

        /// <inheritdoc/>
        public string[] List()
        {
            for (int attempt = 1; true; attempt++)
            {
                // The driver answers a listing that failed with an empty array or with empty places in it, and an empty flash would begin a new journal.
                string[] paths = Directory.GetFiles(Root);
                string[] names = new string[paths.Length];
                bool whole = true;
                for (int i = 0; i < paths.Length; i++)
                {
                    whole = whole && paths[i] != null;
                    names[i] = paths[i] == null ? "" : Path.GetFileName(paths[i]);
                }

                if (whole && (names.Length > 0 || !File.Exists(Root + Configuration.ConfigurationFile.Name)))
                {
                    return names;
                }

                if (attempt == Attempts)
                {
                    throw new IOException("The files of the flash cannot be listed.");
                }
            }
        }

        /// <inheritdoc/>
        public byte[]? Read(string name)
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int length = Length(name);
                byte[]? bytes = length < 0 ? null : new byte[length];
                if (bytes == null || Read(name, 0, bytes, length))
                {
                    return bytes;
                }
            }

            return null;
        }

        /// <inheritdoc/>
        public int Length(string name)
        {
            try
            {
                if (!File.Exists(Root + name))
                {
                    return -1;
                }

                using (FileStream stream = new FileStream(Root + name, FileMode.Open, FileAccess.Read))
                {
                    return (int)stream.Length;
                }
            }
            catch (IOException exception)
            {
                Tell(name, exception);
                return -1;
            }
        }

        /// <inheritdoc/>
        public bool Read(string name, int offset, byte[] buffer, int count)
        {
            try
            {
                if (!File.Exists(Root + name))
                {
                    return false;
                }

                using (FileStream stream = new FileStream(Root + name, FileMode.Open, FileAccess.Read))
                {
                    stream.Seek(offset, SeekOrigin.Begin);
                    int done = 0;
                    while (done < count)
                    {
                        int read = stream.Read(buffer, done, count - done);
                        if (read <= 0)
                        {
                            return false;
                        }

                        done += read;
                    }

                    return true;
                }
            }
            catch (IOException exception)
            {
                return Tell(name, exception);
            }
        }

        /// <inheritdoc/>
        public bool Append(string name, byte[] bytes, int length)
        {
            return Put(name, bytes, length, FileMode.Append);
        }

        /// <inheritdoc/>
        public bool Write(string name, byte[] bytes, int length)
        {
            return Put(name, bytes, length, FileMode.Create);
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            try
            {
                if (File.Exists(Root + name))
                {
                    File.Delete(Root + name);
                }
            }
            catch (IOException exception)
            {
                Tell(name, exception);
            }
        }

        // A full or failing flash is an answer that the caller expects, not a bug.
        private static bool Tell(string name, IOException exception)
        {
            Console.WriteLine("flash: " + name + ": " + exception.Message);
            return false;
        }

        private bool Put(string name, byte[] bytes, int length, FileMode mode)
        {
            try
            {
                int before = mode == FileMode.Append ? Length(name) : 0;
                using (FileStream stream = new FileStream(Root + name, mode, FileAccess.Write))
                {
                    stream.Write(bytes, 0, length);
                }

                // A full flash may say nothing: the driver ignores what its flush returns, and its close then commits nothing (littlefs_FS_Driver.cpp).
                return Length(name) == (before < 0 ? 0 : before) + length;
            }
            catch (IOException exception)
            {
                return Tell(name, exception);
            }
        }
    }
}
