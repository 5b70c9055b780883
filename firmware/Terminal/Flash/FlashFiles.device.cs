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

        /// <inheritdoc/>
        public string[] List()
        {
            string[] paths = Directory.GetFiles(Root);
            string[] names = new string[paths.Length];
            for (int i = 0; i < paths.Length; i++)
            {
                names[i] = Path.GetFileName(paths[i]);
            }

            return names;
        }

        /// <inheritdoc/>
        public byte[]? Read(string name)
        {
            return File.Exists(Root + name) ? File.ReadAllBytes(Root + name) : null;
        }

        /// <inheritdoc/>
        public int Length(string name)
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

        /// <inheritdoc/>
        public bool Read(string name, int offset, byte[] buffer, int count)
        {
            if (!File.Exists(Root + name))
            {
                return false;
            }

            using (FileStream stream = new FileStream(Root + name, FileMode.Open, FileAccess.Read))
            {
                stream.Seek(offset, SeekOrigin.Begin);
                int done = 0;
                int read = 1;
                while (done < count && read > 0)
                {
                    read = stream.Read(buffer, done, count - done);
                    done += read;
                }

                return done == count;
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
            if (File.Exists(Root + name))
            {
                File.Delete(Root + name);
            }
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
            catch (Exception exception)
            {
                // A full or failing flash is an answer that the caller expects, not a bug.
                Console.WriteLine("flash: " + name + ": " + exception.Message);
                return false;
            }
        }
    }
}
