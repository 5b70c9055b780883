using DutyKiosk.Core.Flash;

namespace DutyKiosk.Terminal.Flash
{
    /// <summary>Files on the virtual board's flash.</summary>
    public sealed class FlashFiles : IFlash
    {
        private readonly VirtualBoard.BoardFlash _flash = VirtualBoard.Board.Current.Flash;

        /// <inheritdoc/>
        public string[] List()
        {
            return _flash.List();
        }

        /// <inheritdoc/>
        public byte[]? Read(string name)
        {
            _ = VirtualBoard.Board.Current;
            return _flash.Read(name);
        }

        /// <inheritdoc/>
        public int Length(string name)
        {
            _ = VirtualBoard.Board.Current;
            return _flash.Length(name);
        }

        /// <inheritdoc/>
        public bool Read(string name, int offset, byte[] buffer, int count)
        {
            _ = VirtualBoard.Board.Current;
            return _flash.Read(name, offset, buffer, count);
        }

        /// <inheritdoc/>
        public bool Append(string name, byte[] bytes, int length)
        {
            _ = VirtualBoard.Board.Current;
            return _flash.Append(name, Front(bytes, length));
        }

        /// <inheritdoc/>
        public bool Write(string name, byte[] bytes, int length)
        {
            _ = VirtualBoard.Board.Current;
            return _flash.Write(name, Front(bytes, length));
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            _ = VirtualBoard.Board.Current;
            _flash.Delete(name);
        }

        private static byte[] Front(byte[] bytes, int length)
        {
            byte[] front = new byte[length];
            System.Array.Copy(bytes, 0, front, 0, length);
            return front;
        }
    }
}
